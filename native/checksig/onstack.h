/* Gives every signal handler of the process SA_ONSTACK; onstack.c says why. */
__attribute__((visibility("hidden"))) void onstack(void);
