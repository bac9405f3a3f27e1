#pragma once

namespace tiktok_marketing::crypto {

/// Readies libsodium; every function that calls it does this first. Ends the program when the operating
/// system gives no randomness. Thread-safe, cheap after the first call.
void ready_sodium();

}  // namespace tiktok_marketing::crypto
