/// Placeholder until the target holds something.
package enum QuernPlatformTarget {}
