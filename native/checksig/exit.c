/*
 * An end of the process that does not hang.
 *
 * koffi forces standard output and standard error to the disk in a handler of
 * exit(3), which waits for ever if that fails for standard error: when a
 * service has closed descriptor 2, or the disk of its log fails. What the disk
 * refuses is lost either way, so /dev/null takes the descriptor's place before.
 * Handlers run the last first, and this library is loaded by koffi.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static void replace(int fd)
{
	int null;

	if (fsync(fd) == 0 || errno == EINVAL || errno == EROFS)
		return; /* EINVAL: a pipe or a terminal */
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null == -1 || null == fd)
		return;
	dup2(null, fd);
	close(null);
}

static void before_koffi(void)
{
	replace(STDOUT_FILENO);
	replace(STDERR_FILENO);
}

__attribute__((constructor)) static void arrange(void) { atexit(before_koffi); }
