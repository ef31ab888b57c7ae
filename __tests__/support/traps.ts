/**
 * Source for a child: `trap()` reads beyond the memory of a WebAssembly module and throws unless
 * that is a RuntimeError. V8 compares no addresses there: the processor faults, and V8's handler of
 * SIGSEGV, whose place Go takes when it is loaded, makes an exception of it.
 */
export const webAssembly = `
  const code = '0061736d0100000001060160017f017f030201000503010001070501016600000a0901070020002802000b';
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(code, 'hex'))).exports;
  const trap = () => {
    try {
      f(0x7fff0000);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) return 1;
      throw error;
    }
    throw new Error('no trap');
  };
  const traps = async (count) => {
    let seen = 0;
    while (seen < count) {
      for (let i = 0; i < 100; i++) seen += trap();
      await new Promise(setImmediate);
    }
    return seen;
  };`;
