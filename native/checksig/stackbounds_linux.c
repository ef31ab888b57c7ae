/*
 * Calls into Go without a walk through /proc/self/maps.
 *
 * koffi runs a call on a stack of its own. When Go is entered on a stack that
 * it does not know, it asks pthread_getattr_np for the thread's bounds, on
 * every call (golang/go#68285, #68587); on the main thread glibc answers by
 * parsing /proc/self/maps: 105 us a call. A thread's bounds do not move, so
 * they are asked for once. The linker sends all calls of this library here
 * (--wrap in stackbounds_linux.go), and none of any other library.
 */
#define _GNU_SOURCE
#include <pthread.h>

int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attr);

int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attr)
{
	static __thread void *address;
	static __thread size_t size;

	if (size != 0 && pthread_equal(thread, pthread_self()) && pthread_attr_init(attr) == 0) {
		if (pthread_attr_setstack(attr, address, size) == 0)
			return 0;
		pthread_attr_destroy(attr);
	}
	int error = __real_pthread_getattr_np(thread, attr);
	if (error == 0 && pthread_equal(thread, pthread_self()) &&
	    pthread_attr_getstack(attr, &address, &size) != 0)
		size = 0;
	return error;
}
