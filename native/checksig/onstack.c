/*
 * Signal handlers on stacks that have room for them.
 *
 * Goroutines have small stacks. A handler that runs on one writes over what
 * lies below it, which is another goroutine's. So Go wants every handler of
 * the process to have SA_ONSTACK, and gives it to those that exist when the
 * library is loaded (os/signal, "Go programs that use cgo or SWIG"). libuv
 * installs its handlers without it, whenever they are needed: SIGCHLD's with
 * the first child process, SIGTERM's with the first listener. A signal goes to
 * any thread that does not block it; mostly to the main one, at times to one
 * of Go's.
 */
#include <signal.h>
#include <stddef.h>

#include "onstack.h"

void onstack(void)
{
	for (int number = 1; number < NSIG; number++) {
		struct sigaction action;

		if (sigaction(number, NULL, &action) != 0)
			continue; /* the C library's own */
		if (action.sa_flags & SA_ONSTACK)
			continue;
		if (!(action.sa_flags & SA_SIGINFO) &&
		    (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN))
			continue;
		action.sa_flags |= SA_ONSTACK;
		sigaction(number, &action, NULL);
	}
}
