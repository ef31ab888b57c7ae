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

/* Whether a signal's action is a function that would run on the stack it finds. */
static int lacks_stack(const struct sigaction *action)
{
	if (action->sa_flags & SA_ONSTACK)
		return 0;
	return (action->sa_flags & SA_SIGINFO) ||
	       (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN);
}

static int same(const struct sigaction *a, const struct sigaction *b)
{
	return a->sa_handler == b->sa_handler && a->sa_flags == b->sa_flags;
}

/*
 * Gives a signal's action the flag. Another thread may set or take away a
 * handler meanwhile: what was replaced in place of what was expected goes back.
 */
static void mend(int number, struct sigaction found)
{
	struct sigaction expected = found, replaced;

	for (;;) {
		if (lacks_stack(&found))
			found.sa_flags |= SA_ONSTACK;
		sigaction(number, &found, &replaced);
		if (same(&replaced, &expected))
			return;
		expected = found;
		found = replaced;
	}
}

void onstack(void)
{
	for (int number = 1; number < NSIG; number++) {
		struct sigaction found;

		if (sigaction(number, NULL, &found) != 0)
			continue; /* the C library's own */
		if (lacks_stack(&found))
			mend(number, found);
	}
}
