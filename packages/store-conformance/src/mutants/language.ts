import { type Item, type ReadPage, type Update, type UpdateAction } from '@cmz/store-core'
import { type Mutant, replaced } from './mutant.ts'

/** Every update is changed on its way. */
const updates = (name: string, change: (action: UpdateAction) => UpdateAction | undefined): Mutant => ({
  name,
  wrap: (driver) =>
    replaced(driver, {
      write(request) {
        if (request.kind !== 'update') return driver.write(request)
        const update: Update = request.update.flatMap((action) => change(action) ?? [])
        return driver.write({ ...request, update })
      },
    }),
})

const named = (item: Item | undefined, action: UpdateAction): Item =>
  item !== undefined && Object.hasOwn(item, action.path[0]) ? { [action.path[0]]: item[action.path[0]]! } : {}

export const languageMutants: readonly Mutant[] = [
  updates('an increment sets', (action) =>
    action.op === 'add' ? { op: 'set', path: action.path, to: { value: action.value } } : action,
  ),
  updates('members are not taken out of sets', (action) => (action.op === 'delete' ? undefined : action)),
  updates('if-not-exists always falls back', (action) =>
    action.op === 'set' && 'op' in action.to && action.to.op === 'ifNotExists'
      ? { ...action, to: action.to.otherwise }
      : action,
  ),
  updates('lists are joined the other way round', (action) =>
    action.op === 'set' && 'op' in action.to && action.to.op === 'listAppend'
      ? { ...action, to: { op: 'listAppend', first: action.to.second, second: action.to.first } }
      : action,
  ),
  updates('a difference is a sum', (action) =>
    action.op === 'set' && 'op' in action.to && action.to.op === '-'
      ? { ...action, to: { ...action.to, op: '+' } }
      : action,
  ),
  updates('a path leads to its attribute only', (action) => ({ ...action, path: [action.path[0]] })),
  {
    name: 'an update reads what it has changed already',
    wrap: (driver) =>
      replaced(driver, {
        async write(request) {
          if (request.kind !== 'update' || request.update.length < 2) return driver.write(request)
          const { condition: _met, ...rest } = request
          for (const [index, action] of request.update.slice(0, -1).entries()) {
            await driver.write({ ...(index === 0 ? request : rest), update: [action] })
          }
          return driver.write({ ...rest, update: request.update.slice(-1) })
        },
      }),
  },
  updates('a path is a name with dots', (action) => ({ ...action, path: [action.path.join('.')] })),
  {
    name: 'an update that only takes away makes an item',
    wrap: (driver) =>
      replaced(driver, {
        async write(request) {
          const item = await driver.write(request)
          if (request.kind !== 'update' || item !== undefined || request.returnValues !== undefined) return item
          return driver.write({ ...request, update: [] })
        },
      }),
  },
  {
    name: 'an item that was not there before is its key',
    wrap: (driver) =>
      replaced(driver, {
        write: async (request) =>
          (await driver.write(request)) ??
          (request.kind === 'update' && request.returnValues === 'allOld' ? request.key : undefined),
      }),
  },
  {
    name: 'an update returns whole attributes where it changed a place in them',
    wrap: (driver) =>
      replaced(driver, {
        async write(request) {
          if (request.kind !== 'update' || request.returnValues !== 'updatedNew') return driver.write(request)
          const item = await driver.write({ ...request, returnValues: 'allNew' })
          return Object.assign({}, ...request.update.map((action) => named(item, action))) as Item
        },
      }),
  },
  {
    name: 'the item before a write is not returned',
    wrap: (driver) => replaced(driver, { write: ({ returnValues: _left, ...request }) => driver.write(request) }),
  },
  {
    name: 'a refused write never tells the item as it is',
    needs: 'currentItems',
    wrap: (driver) => replaced(driver, { write: (request) => driver.write({ ...request, wantsCurrent: false }) }),
  },
  {
    name: 'a projection is ignored',
    wrap: (driver) => {
      const all = <R extends object>(request: R): R => ({ ...request, projection: undefined })
      return replaced(driver, {
        get: (request) => driver.get(all(request)),
        query: (request) => driver.query(all(request)),
        scan: (request) => driver.scan(all(request)),
      })
    },
  },
  {
    name: 'a projection holds the key too',
    wrap: (driver) =>
      replaced(driver, {
        async get(request) {
          const item = await driver.get(request)
          return item && request.projection !== undefined ? { ...item, ...request.key } : item
        },
      }),
  },
  {
    name: 'a count is of what was looked at',
    wrap: (driver) => {
      const counted = (page: ReadPage): ReadPage => (page.count === undefined ? page : { ...page, count: page.scanned })
      return replaced(driver, {
        query: async (request) => counted(await driver.query(request)),
        scan: async (request) => counted(await driver.scan(request)),
      })
    },
  },
  {
    name: 'every segment is the whole table',
    wrap: (driver) => replaced(driver, { scan: ({ segment: _left, ...request }) => driver.scan(request) }),
  },
]
