PlatformCommand.run()
