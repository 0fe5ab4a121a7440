package yao

// Log writes one line at a level. It never fails, and no level ends anything.
func Log(level Level, message string) { hostLog(level, message) }

// Fatal logs that the guest cannot do its work; it returns.
func Fatal(message string) { hostLog(LevelFatal, message) }

// Error logs that something failed.
func Error(message string) { hostLog(LevelError, message) }

// Warn logs that something looks wrong.
func Warn(message string) { hostLog(LevelWarn, message) }

// Info logs that something worth knowing happened.
func Info(message string) { hostLog(LevelInfo, message) }

// Debug logs for the guest's author.
func Debug(message string) { hostLog(LevelDebug, message) }

// Trace logs everything else.
func Trace(message string) { hostLog(LevelTrace, message) }

// Panic logs the message at level 0 and panics. Use it in place of panic: TinyGo's panic traps without a word. Stock Go
// tells the host the message, the place and the stack of either.
func Panic(message string) {
	if !panicsAreLogged {
		hostLog(LevelPanic, message)
	}
	panic(message)
}
