import Glibc
import QuernSystem

/// The functions and variables of GNU readline that the prompt uses, opened at run time.
///
/// Readline edits: keys, kill ring, undo, searches, `~/.inputrc`. What is drawn is our own, in
/// colour.
struct ReadlineLibrary: @unchecked Sendable {
  typealias Command = @convention(c) (Int32, Int32) -> Int32
  typealias LineHandler = @convention(c) (UnsafeMutablePointer<CChar>?) -> Void
  typealias Redisplay = @convention(c) () -> Void
  typealias Action = @convention(c) () -> Void
  typealias TextAction = @convention(c) (UnsafePointer<CChar>) -> Int32
  typealias Initialise = @convention(c) () -> Int32

  let install: @convention(c) (UnsafePointer<CChar>, LineHandler) -> Void
  let remove: Action
  let readKey: Action
  let insert: TextAction
  let delete: @convention(c) (Int32, Int32) -> Int32
  let replace: @convention(c) (UnsafePointer<CChar>, Int32) -> Void
  let setVariable: @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
  let bind: @convention(c) (UnsafePointer<CChar>, Command, UnsafeMutableRawPointer) -> Int32
  let remember: @convention(c) (UnsafePointer<CChar>) -> Void
  /// Searches begin behind the newest entry after it.
  let restHistory: Action
  let searchBack: Command
  let endSignal: Action
  let freeLineState: Action
  let prepare: @convention(c) (Int32) -> Void
  let deprepare: Action
  let initialise: Initialise

  let buffer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  let point: UnsafeMutablePointer<Int32>
  let end: UnsafeMutablePointer<Int32>
  let isDone: UnsafeMutablePointer<Int32>
  let shownPrompt: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  let redisplay: UnsafeMutablePointer<Redisplay?>
  let catchesSignals: UnsafeMutablePointer<Int32>
  let catchesResizes: UnsafeMutablePointer<Int32>
  let changesEnvironment: UnsafeMutablePointer<Int32>
  let programName: UnsafeMutablePointer<UnsafePointer<CChar>?>
  /// Of Emacs, of vi while inserting, of vi while moving.
  let keymaps: [UnsafeMutableRawPointer]

  static func open() throws(SystemError) -> ReadlineLibrary {
    try ReadlineLibrary(
      DynamicLibrary.open(["libreadline.so.8", "libreadline.so"], apt: "libreadline8"))
  }

  private init(_ library: DynamicLibrary) throws(SystemError) {
    func symbol<T>(_ name: String) throws(SystemError) -> T {
      try library.symbol(name, as: T.self)
    }
    install = try symbol("rl_callback_handler_install")
    remove = try symbol("rl_callback_handler_remove")
    readKey = try symbol("rl_callback_read_char")
    insert = try symbol("rl_insert_text")
    delete = try symbol("rl_delete_text")
    replace = try symbol("rl_replace_line")
    setVariable = try symbol("rl_variable_bind")
    bind = try symbol("rl_bind_keyseq_in_map")
    remember = try symbol("add_history")
    restHistory = try symbol("using_history")
    searchBack = try symbol("rl_reverse_search_history")
    endSignal = try symbol("rl_callback_sigcleanup")
    freeLineState = try symbol("rl_free_line_state")
    prepare = try symbol("rl_prep_terminal")
    deprepare = try symbol("rl_deprep_terminal")
    initialise = try symbol("rl_initialize")
    buffer = try symbol("rl_line_buffer")
    point = try symbol("rl_point")
    end = try symbol("rl_end")
    isDone = try symbol("rl_done")
    shownPrompt = try symbol("rl_display_prompt")
    redisplay = try symbol("rl_redisplay_function")
    catchesSignals = try symbol("rl_catch_signals")
    catchesResizes = try symbol("rl_catch_sigwinch")
    changesEnvironment = try symbol("rl_change_environment")
    programName = try symbol("rl_readline_name")
    keymaps = [
      try symbol("emacs_standard_keymap"), try symbol("vi_insertion_keymap"),
      try symbol("vi_movement_keymap"),
    ]
  }
}
