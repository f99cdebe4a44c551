import { fuzz } from '@cmz/store-conformance'
import { dynoxideAvailable } from '@cmz/dynamo-servers'
import { describe, expect, it } from 'vitest'
import { contender, type DriverName } from '../src/drivers.ts'

async function expectSame(
  drivers: readonly [DriverName, DriverName],
  commands: number,
  given?: { readonly seed: number },
): Promise<void> {
  const [one, other] = drivers
  const { failure, ...report } = await fuzz({
    contenders: [await contender(one), await contender(other)],
    commands,
    ...given,
  })
  expect(
    failure,
    failure && `pnpm fuzz --drivers ${drivers.join(',')} --seed ${failure.seed} --path ${failure.path}`,
  ).toBe(undefined)
  expect(report.commands).toBeGreaterThanOrEqual(commands)
}

// `pnpm fuzz` runs as many commands as one has time for
describe('random commands', () => {
  it('do the same on files that are folded and opened again as in memory', () => expectSame(['file', 'memory'], 2_000))

  it('do the same in memory as over our own protocol', () => expectSame(['memory', 'wire'], 1_000))

  it.runIf(dynoxideAvailable())('do the same in memory as on dynoxide', () =>
    // another seed may meet a difference of the server that is not listed yet
    expectSame(['memory', 'dynoxide'], 800, { seed: 1 }),
  )
})
