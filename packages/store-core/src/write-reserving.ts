import type { Connection } from './connection.ts'
import { copyItem } from './copy.ts'
import type { Driver, WriteRequest } from './driver.ts'
import type { Plan } from './plans.ts'
import { changedPart } from './at-paths.ts'
import { sendReserving } from './send-reserving.ts'
import type { Item } from './value.ts'

/**
 * One write to a table with unique attributes, in a transaction with the values that it takes and gives; on its own, if
 * there are none. `asked` adds what the caller wants to have back.
 */
export async function writeReserving(
  driver: Driver,
  plan: Plan,
  clock: Pick<Connection, 'now' | 'pause' | 'random'>,
  asked: (request: WriteRequest) => WriteRequest,
): Promise<Item | undefined> {
  let answer: { readonly item: Item | undefined } | undefined
  const [sent] = await sendReserving(
    driver,
    [plan],
    clock,
    async (requests) => {
      if (requests.length === 1) answer = { item: await driver.write(asked(requests[0] as WriteRequest)) }
      else await driver.transactWrite(requests)
    },
    false,
  )
  return answer === undefined ? itemAsked(driver, asked(plan.request), plan.key, sent!.before) : answer.item
}

/** A transaction answers nothing: the item is read after it, and the one before it was read by the store. */
async function itemAsked(
  driver: Driver,
  request: WriteRequest,
  key: Item,
  before: Item | undefined,
): Promise<Item | undefined> {
  const { table, returnValues = 'allNew' } = request
  if (returnValues === 'allOld') return before
  if (request.kind === 'delete') return undefined
  if (request.kind === 'put') return copyItem(request.item) // the driver was handed the item itself
  const item = returnValues === 'updatedOld' ? before : await driver.get({ table, key })
  return returnValues === 'allNew' ? item : changedPart(request.update, item)
}
