import { randomInt } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { RawClient } from './raw-client.ts'

/** An item as it stands in JSON. */
type ItemJson = Readonly<Record<string, unknown>>
/** What items become, by id; `undefined`: they are gone. */
type Changes = ReadonlyMap<string, ItemJson | undefined>

/** A request that may change items, whose answer is not there yet. */
interface Pending {
  readonly changes: Changes
  /** All changes or none; else each by itself. */
  readonly isAtomic: boolean
}

export const loadTable = 'load'
const ids = 40

/** One client that knows what its own items are: nobody else writes them. */
export class Lane {
  readonly #name: string
  readonly #client: RawClient
  #items = new Map<string, ItemJson>()
  #pending: Pending | undefined
  answered = 0

  constructor(name: string, client: RawClient) {
    this.#name = name
    this.#client = client
  }

  /** Does one random thing, and checks what comes of it. */
  async step(): Promise<void> {
    const choice = randomInt(100)
    if (choice < 30) await this.#get()
    else if (choice < 50) await this.#put()
    else if (choice < 70) await this.#update()
    else if (choice < 75) await this.#delete()
    else if (choice < 85) await this.#query()
    else if (choice < 90) await this.#batch()
    else if (choice < 95) await this.#transact()
    else await this.#refused()
    this.answered++
  }

  /** What of the items in a folder is neither acknowledged nor the request under way; empty where all is well. */
  async faults(client: RawClient): Promise<readonly string[]> {
    const found = await itemsOf(client, this.#name)
    const { changes = new Map() as Changes, isAtomic = false } = this.#pending ?? {}
    const names = new Set([...found.keys(), ...this.#items.keys(), ...changes.keys()])
    const before = [...names].filter((id) => !isDeepStrictEqual(found.get(id), this.#items.get(id)))
    const after = [...names].filter((id) => {
      const expected = changes.has(id) ? changes.get(id) : this.#items.get(id)
      return !isDeepStrictEqual(found.get(id), expected)
    })
    if (isAtomic) return before.length === 0 || after.length === 0 ? [] : [`${this.#name}: half of ${before.join()}`]
    return before
      .filter((id) => after.includes(id))
      .map((id) => `${this.#name}: ${id} is ${JSON.stringify(found.get(id))}`)
  }

  async #get(): Promise<void> {
    const id = this.#anyId()
    const { Item } = await this.#ok('GetItem', { TableName: loadTable, Key: this.#key(id) })
    this.#expect(id, Item)
  }

  async #query(): Promise<void> {
    const found = await itemsOf(this.#client, this.#name)
    for (const id of new Set([...found.keys(), ...this.#items.keys()])) this.#expect(id, found.get(id))
  }

  async #put(): Promise<void> {
    const id = this.#anyId()
    const item = this.#anyItem(id)
    await this.#change(new Map([[id, item]]), true, 'PutItem', { TableName: loadTable, Item: item })
  }

  async #update(): Promise<void> {
    const id = this.#anyId()
    const before = this.#items.get(id) ?? this.#key(id)
    const count = Number((before['count'] as { N?: string } | undefined)?.N ?? 0) + 1
    const after = { ...before, of: { S: this.#name }, count: { N: String(count) } }
    await this.#change(new Map([[id, after]]), true, 'UpdateItem', {
      TableName: loadTable,
      Key: this.#key(id),
      UpdateExpression: 'SET #of = :of ADD #count :one',
      ExpressionAttributeNames: { '#of': 'of', '#count': 'count' },
      ExpressionAttributeValues: { ':of': { S: this.#name }, ':one': { N: '1' } },
    })
  }

  async #delete(): Promise<void> {
    const id = this.#anyId()
    await this.#change(new Map([[id, undefined]]), true, 'DeleteItem', { TableName: loadTable, Key: this.#key(id) })
  }

  async #batch(): Promise<void> {
    const changes = new Map<string, ItemJson | undefined>()
    for (let count = 0; count < 5; count++) {
      const id = this.#anyId()
      changes.set(id, randomInt(3) === 0 ? undefined : this.#anyItem(id))
    }
    const requests = [...changes].map(([id, item]) =>
      item === undefined ? { DeleteRequest: { Key: this.#key(id) } } : { PutRequest: { Item: item } },
    )
    await this.#change(changes, false, 'BatchWriteItem', { RequestItems: { [loadTable]: requests } })
  }

  async #transact(): Promise<void> {
    const [put, removed] = [this.#anyId(), this.#anyId()]
    if (put === removed) return
    const item = this.#anyItem(put)
    const changes = new Map([
      [put, item],
      [removed, undefined],
    ])
    await this.#change(changes, true, 'TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: loadTable, Item: item } },
        { Delete: { TableName: loadTable, Key: this.#key(removed) } },
      ],
    })
  }

  /** A condition that is not met. */
  async #refused(): Promise<void> {
    const { status, body } = await this.#client.send('PutItem', {
      TableName: loadTable,
      Item: this.#anyItem(this.#anyId()),
      ConditionExpression: 'attribute_exists(nothing)',
    })
    if (status !== 400 || !JSON.stringify(body).includes('#ConditionalCheckFailedException"')) {
      throw new Error(`A false condition was answered with ${status} ${JSON.stringify(body)}`)
    }
  }

  async #change(changes: Changes, isAtomic: boolean, operation: string, input: object): Promise<void> {
    this.#pending = { changes, isAtomic }
    await this.#ok(operation, input)
    this.#pending = undefined
    for (const [id, item] of changes) {
      if (item === undefined) this.#items.delete(id)
      else this.#items.set(id, item)
    }
  }

  async #ok(operation: string, input: object): Promise<{ readonly Item?: ItemJson }> {
    const { status, body } = await this.#client.send(operation, input)
    if (status !== 200) throw new Error(`${operation} was answered with ${status} ${JSON.stringify(body)}`)
    return body as { readonly Item?: ItemJson }
  }

  #expect(id: string, found: ItemJson | undefined): void {
    const expected = this.#items.get(id)
    if (isDeepStrictEqual(found, expected)) return
    throw new Error(`${this.#name}: ${id} is ${JSON.stringify(found)} and not ${JSON.stringify(expected)}`)
  }

  #anyId(): string {
    return `${this.#name}-${randomInt(ids)}`
  }

  #key(id: string): ItemJson {
    return { id: { S: id } }
  }

  #anyItem(id: string): ItemJson {
    return {
      id: { S: id },
      of: { S: this.#name },
      text: { S: 'x'.repeat(100 + randomInt(300)) },
      weight: { N: String(randomInt(1_000_000)) },
      tags: { SS: ['a', `b${randomInt(9)}`] },
      inside: { M: { list: { L: [{ BOOL: true }, { NULL: true }] } } },
    }
  }
}

/** The items of a lane, by the index. */
async function itemsOf(client: RawClient, lane: string): Promise<Map<string, ItemJson>> {
  const { status, body } = await client.send('Query', {
    TableName: loadTable,
    IndexName: 'byLane',
    KeyConditionExpression: '#of = :of',
    ExpressionAttributeNames: { '#of': 'of' },
    ExpressionAttributeValues: { ':of': { S: lane } },
  })
  if (status !== 200) throw new Error(`Query was answered with ${status} ${JSON.stringify(body)}`)
  return new Map((body.Items as (ItemJson & { id: { S: string } })[]).map((item) => [item.id.S, item]))
}
