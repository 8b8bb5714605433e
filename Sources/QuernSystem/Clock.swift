import Glibc

package import QuernText

/// The time, as a value: tests and simulations bring their own.
package struct Clock: Sendable {
  /// Microseconds since 1970-01-01T00:00Z; may jump when somebody sets the clock.
  package var now: @Sendable () -> Int64
  /// Nanoseconds since some moment; never goes back.
  package var monotonicNs: @Sendable () -> Int64

  package init(
    now: @escaping @Sendable () -> Int64, monotonicNs: @escaping @Sendable () -> Int64
  ) {
    self.now = now
    self.monotonicNs = monotonicNs
  }

  /// The instant it is.
  package var instant: Instant { Instant(microseconds: now()) }

  /// The machine's clock.
  package static let system = Clock(
    now: { read(CLOCK_REALTIME) / 1_000 }, monotonicNs: { monotonicNow() })

  /// A clock that stands at one moment.
  package static func fixed(at instant: Instant) -> Clock {
    Clock(now: { instant.microseconds }, monotonicNs: { instant.microseconds &* 1_000 })
  }

  static func monotonicNow() -> Int64 { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
