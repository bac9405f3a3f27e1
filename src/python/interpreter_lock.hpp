#pragma once

#include <Python.h>

namespace tiktok_marketing::python {

/// Lets go of the interpreter's lock for a scope. A thread that comes back after the interpreter has begun to
/// end stays here for good: Python would unwind it through frames that must not be unwound.
class OthersRun {
 public:
  OthersRun() : thread_(PyEval_SaveThread()) {}
  OthersRun(const OthersRun&) = delete;
  OthersRun& operator=(const OthersRun&) = delete;
  ~OthersRun();

  /// From now on nobody comes back. Called without the lock; waits for those that are on their way.
  static void end();

 private:
  PyThreadState* thread_;
};

}  // namespace tiktok_marketing::python
