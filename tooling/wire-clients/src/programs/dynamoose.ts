import type { DynamoDB } from '@aws-sdk/client-dynamodb'
import dynamoose from 'dynamoose'
import type { Item } from 'dynamoose/dist/Item.js'
import { Printout } from '../printout.ts'

interface Book extends Item {
  id: string
  author: string
  year: number
  title?: string
  copies: number
  tags?: Set<string>
  shelf?: { row: number; box?: string }
  returned?: Date
}

/** dynamoose: it makes the table of a model itself, compares it with what is there, and waits for it. */
export async function dynamooseBooks(client: DynamoDB): Promise<string[]> {
  const out = new Printout()
  dynamoose.aws.ddb.set(client)
  const books = dynamoose.model<Book>(
    'dynamoose-books',
    new dynamoose.Schema({
      id: { type: String, hashKey: true },
      author: { type: String, index: { name: 'byAuthor', type: 'global', rangeKey: 'year' } },
      year: { type: Number, rangeKey: true },
      title: String,
      copies: { type: Number, default: 1 },
      tags: { type: Set, schema: [String] },
      shelf: { type: Object, schema: { row: Number, box: String } },
      returned: Date,
    }),
  )
  const table = new dynamoose.Table('dynamoose-books', [books], {
    waitForActive: { enabled: true, check: { frequency: 1 } },
  })
  out.say('initialised', table.name)
  await write(books, out)
  await read(books, out)
  await together(books, out)
  return out.lines
}

type Books = ReturnType<typeof dynamoose.model<Book>>

async function write(books: Books, out: Printout): Promise<void> {
  const emma = {
    id: 'emma',
    author: 'austen',
    year: 1815,
    tags: new Set(['novel']),
    shelf: { row: 3 },
    returned: new Date('2030-01-02'),
  }
  const made = await books.create(emma)
  out.say('created', made.toJSON())
  await out.refused('created twice', books.create(emma))
  for (const [i, id] of ['persuasion', 'sanditon', 'lady-susan'].entries()) {
    await books.create({ id, author: 'austen', year: 1817 + i, title: id, copies: i })
  }
  const updated = await books.update(
    { id: 'emma', year: 1815 },
    { $SET: { title: 'Emma' }, $ADD: { copies: 2 }, $REMOVE: ['returned'] },
    { condition: new dynamoose.Condition().filter('copies').lt(3).and().attribute('title').not().exists() },
  )
  out.say('updated', updated.toJSON())
  await out.refused(
    'updated under a condition that does not hold',
    books.update(
      { id: 'emma', year: 1815 },
      { title: 'x' },
      { condition: new dynamoose.Condition().filter('copies').gt(100) },
    ),
  )
}

async function read(books: Books, out: Printout): Promise<void> {
  out.say('one', (await books.get({ id: 'emma', year: 1815 }))?.toJSON())
  out.say('none', await books.get({ id: 'no', year: 1 }))
  const late = await books
    .query('author')
    .eq('austen')
    .where('year')
    .gt(1815)
    .sort('descending')
    .using('byAuthor')
    .exec()
  out.say(
    'on the index',
    late.map(({ id }) => id),
  )
  const first = await books.query('author').eq('austen').using('byAuthor').limit(3).exec()
  out.say('first page', [first.map(({ id }) => id), first.lastKey])
  const second = await books.query('author').eq('austen').using('byAuthor').limit(3).startAt(first.lastKey).exec()
  out.say('second page', [second.map(({ id }) => id), second.lastKey])
  out.say('counted', await books.query('id').eq('emma').count().exec())
  const few = await books.scan().where('copies').lt(2).and().where('title').beginsWith('s').exec()
  out.say(
    'scanned',
    few.map(({ id, copies }) => [id, copies]),
  )
  const side = await books.scan().parallel(3).attributes(['id']).exec()
  out.say('scanned side by side', side.map(({ id }) => id).toSorted())
}

async function together(books: Books, out: Printout): Promise<void> {
  const batch = ['a', 'b', 'c'].map((id, i) => ({ id, author: 'many', year: i }))
  out.say('put', (await books.batchPut(batch)).unprocessedItems)
  const keys = batch.map(({ id, year }) => ({ id, year }))
  const got = await books.batchGet([...keys, { id: 'no', year: 1 }])
  out.say('got', got.map(({ id }) => id).toSorted())
  await books.batchDelete(keys.slice(1))
  const change = () =>
    dynamoose.transaction([
      books.transaction.update({ id: 'emma', year: 1815 }, { $ADD: { copies: 1 } }),
      books.transaction.create({ id: 'new', author: 'many', year: 2030 }),
      books.transaction.delete({ id: 'a', year: 0 }),
      books.transaction.condition({ id: 'sanditon', year: 1818 }, new dynamoose.Condition('copies').eq(1)),
    ] as Parameters<typeof dynamoose.transaction>[0])
  await change()
  await out.refused('changed twice', change())
  out.say('copies', (await books.get({ id: 'emma', year: 1815 }))?.copies)
  await books.delete({ id: 'emma', year: 1815 })
  out.say('left', (await books.scan().exec()).map(({ id }) => id).toSorted())
}
