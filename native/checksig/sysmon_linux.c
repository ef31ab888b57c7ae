/*
 * A watcher that leaves the cores to those who work.
 *
 * One thread of Go's runtime, sysmon, looks for goroutines to interrupt and for
 * system calls that block: as soon as there is something to do, and until some
 * milliseconds after it, every 20 us. The kernel makes that some 90, as a sleep
 * may be longer by the thread's timer slack, 50 us (prctl(2)). Each look takes
 * a core away for 10 to 20 us in a virtual machine; of a check of ten small
 * files that is a tenth. sysmon's slack is 1 ms here. What it looks for may so
 * be found that much later: a goroutine that has run for 10 ms, and a system
 * call that blocks while others wait for its turn to run Go, for which there
 * are turns to spare (tune.go).
 *
 * sysmon is the second thread that Go begins, after the one that runs
 * runtime.main, which begins it first of all. Were it another one day, that
 * one's sleeps would be longer, and nothing else. The linker sends all calls of
 * this library here (--wrap in sysmon_linux.go), and none of any other library.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/prctl.h>

#define SYSMON 2
#define SYSMON_SLACK 1000000UL /* ns */

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*run)(void *), void *arg);

struct start {
	void *(*run)(void *);
	void *arg;
	unsigned long slack;
};

/* Each thread sets its own: it has got that of the thread that began it, which may be sysmon. */
static void *begin(void *arg)
{
	struct start start = *(struct start *)arg;

	free(arg);
	prctl(PR_SET_TIMERSLACK, start.slack);
	return start.run(start.arg);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *),
			  void *arg)
{
	static unsigned long usual; /* the host's, whose thread begins Go's first */
	static atomic_int threads;
	struct start *start = malloc(sizeof(*start));
	int number = ++threads;
	int error;

	if (number == 1) {
		int slack = prctl(PR_GET_TIMERSLACK);

		usual = slack > 0 ? slack : 0; /* 0: what the thread has got */
	}
	if (start == NULL)
		return __real_pthread_create(thread, attr, run, arg);
	*start = (struct start){run, arg, number == SYSMON ? SYSMON_SLACK : usual};
	error = __real_pthread_create(thread, attr, begin, start);
	if (error != 0) {
		free(start);
		--threads; /* Go tries again */
	}
	return error;
}
