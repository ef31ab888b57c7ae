/** Another library's Go in the same process, which Go does not promise to be possible. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { both } from '../support/both';
import { done, runChild } from '../support/child';
import { mostTime, times } from '../support/long';
import { temporaryDirectory } from '../support/temp';
import { webAssembly } from '../support/traps';

jest.setTimeout(mostTime(60_000));

/** Adds numbers up in goroutines that leave garbage, which it has collected. */
const SOURCE = `
package main

import "C"
import "runtime"

//export sum
func sum(workers, count C.int) C.int {
	sums := make(chan int)
	for range workers {
		go func() {
			total := 0
			for i := range int(count) {
				numbers := make([]int, 1024)
				numbers[i%1024] = 1
				for _, n := range numbers {
					total += n
				}
			}
			sums <- total
		}()
	}
	total := 0
	for range workers {
		total += <-sums
	}
	runtime.GC()
	return C.int(total)
}

//export caught
func caught() (message *C.char) {
	defer func() { message = C.CString(recover().(error).Error()) }()
	var none *int
	*none = 1
	return nil
}

func main() {}
`;

let library: string;

beforeAll(() => {
  const directory = temporaryDirectory();
  library = path.join(directory, 'second.so');
  writeFileSync(path.join(directory, 'second.go'), SOURCE);
  writeFileSync(path.join(directory, 'go.mod'), 'module second\n\ngo 1.25\n');
  // With the flags of scripts/build-go.sh, whose compiled standard library Go then has in its cache.
  const flags = ['-trimpath', '-buildvcs=false', '-buildmode=c-shared', '-ldflags', '-s -w'];
  execFileSync('go', ['build', ...flags, '-o', library, '.'], {
    cwd: directory,
    env: { ...process.env, CGO_ENABLED: '1' },
  });
}, 300_000);

const second = `
  const second = require('koffi').load(data);
  const sum = second.func('int sum(int workers, int count)');
  const caught = second.func('char *caught()');
  const sumOnPool = require('node:util').promisify(sum.async);
  const equal = require('node:assert/strict').equal;
  const used = async () => {
    equal(await sumOnPool(8, 1000), 8000);
    equal(sum(2, 100), 200);
    equal(caught(), 'runtime error: invalid memory address or nil pointer dereference');
  };`;

test.each([
  ['before', `${second} await used(); await both();`],
  ['after', `await both(); ${second} await used();`],
])('a Go library that is loaded %s this one works while checks run', (_, first) => {
  const rounds = times(10, 2000);
  // A fault in the one library's Go must not be taken for the other's, nor for V8's.
  const script = `
    ${both()} ${webAssembly} ${first}
    await beside(async () => {
      for (let i = 0; i < ${rounds}; i++) {
        await used();
        trap();
      }
    });
    console.log('checked');`;
  expect(runChild(script, library)).toEqual(done('checked\n'));
});

test('process.exit ends a process with both libraries at work', () => {
  const script = `
    ${both()} ${second}
    for (let i = 0; i < 8; i++) [both(), sumOnPool(8, 1000)];
    await sleep(20);
    process.exit(7);`;
  expect(runChild(script, library)).toEqual(done('', 7));
});
