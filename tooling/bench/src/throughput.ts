/** Milliseconds between two looks at the clock, about: looking more often would be part of what is measured. */
const lookEvery = 1
const mostBetweenLooks = 1024

/** Calls per second: as many callers as are wanted, each making one call after the other, for so many milliseconds. */
export async function throughput(call: (turn: number) => unknown, callers: number, ms: number): Promise<number> {
  let turn = 0
  collectYoung()
  const began = performance.now()
  const end = began + ms
  const caller = async (): Promise<void> => {
    let calls = 1
    for (let now = began; now < end;) {
      for (let count = 0; count < calls; count++) {
        const answer = call(turn++)
        if (answer instanceof Promise) await answer
      }
      const before = now
      now = performance.now()
      if (callers === 1 && now - before < lookEvery && calls < mostBetweenLooks) calls *= 2
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return (turn / (performance.now() - began)) * 1000
}

/** Milliseconds that each call took, for so many milliseconds; what is prepared before each is not counted. */
export async function durations(
  call: () => unknown,
  ms: number,
  prepare: () => unknown = () => undefined,
  finish: (answer: unknown) => unknown = () => undefined,
): Promise<readonly number[]> {
  const taken: number[] = []
  collectYoung()
  const end = performance.now() + ms
  do {
    await prepare()
    const began = performance.now()
    let answer = call()
    if (answer instanceof Promise) answer = await answer
    taken.push(performance.now() - began)
    await finish(answer)
  } while (performance.now() < end)
  return taken
}

/** Nobody pays for what was made before, such as the inputs: the second time moves what lives out of the way. */
function collectYoung(): void {
  for (let time = 1; time <= 2; time++) globalThis.gc?.({ type: 'minor', execution: 'sync' })
}
