import Glibc

exit(QuernProgram.run(Array(CommandLine.arguments.dropFirst())))
