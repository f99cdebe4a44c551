import { dynoxideAvailable } from '@cmz/dynamo-servers'
import { expect, it } from 'vitest'
import { dynoxideDifferences } from '../src/dynoxide-differences/index.ts'
import { fuzz } from '../src/fuzz.ts'
import { operationNames } from '../src/generate/valid-request.ts'
import { tell } from '../src/tell.ts'

// another seed may meet a difference that is not listed yet: `pnpm fuzz:wire` looks for more
const seed = 1

it.runIf(dynoxideAvailable())(
  'the endpoint answers random requests as dynoxide does',
  { timeout: 120_000 },
  async () => {
    const { findings, tally, operations } = await fuzz({ requests: 2_000, seed, differences: dynoxideDifferences })
    expect(findings.map((each) => tell(each, seed))).toEqual([])
    expect(operations).toEqual(operationNames)
    expect(tally.share).toBeGreaterThan(0.5)
  },
)
