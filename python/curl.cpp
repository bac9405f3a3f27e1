// Empty: what counts is the library it is linked with.
