import { runCheck } from './check';
import { runCreate } from './create';
import { openScreen, type Screen } from './output';
import { readArguments, type Invocation } from './program';

/**
 * The commands for people.
 *
 * @returns the exit status, when everything is written
 */
export async function runForPeople(args: readonly string[]): Promise<number> {
  const screen = openScreen();
  const invocation = readArguments(args, screen);
  const status = typeof invocation === 'number' ? invocation : await run(invocation, screen);
  await screen.err.flush();
  await screen.out.flush();
  return status;
}

function run(invocation: Invocation, screen: Screen): Promise<number> {
  const { print } = invocation;
  return invocation.command === 'check'
    ? runCheck(invocation.targets, invocation.options, print, screen)
    : runCreate(invocation.dir, invocation.options, print, screen);
}
