import assert from 'node:assert/strict'
import type { Session } from './contender.ts'
import { familyIdOf, familySize, fieldsOf, type User, userIdOf, userOf } from './items.ts'

/** Makes sure that a contender does what it is measured for; what it changes it puts back. */
export async function checkAnswers(session: Session, items: number): Promise<void> {
  const positions = [...new Set([0, Math.floor(items / 2), items - 1])]
  if (session.get === undefined) return // it only writes
  for (const position of positions) {
    const user = userOf(position)
    assert.deepEqual(plain(await session.get(user.userId)), user)
    await session.put?.(userOf(position, 1, 0))
    await session.update?.(user.userId, fieldsOf(position, 2))
    if (session.update !== undefined && session.put !== undefined) {
      const changed = { ...userOf(position, 1, 0), ...fieldsOf(position, 2) }
      assert.deepEqual(plain(await session.get(user.userId)), changed)
      assert.ok(keysOf(await session.query?.(familyIdOf(0))).includes(user.userId), 'the index follows a put')
      await session.put(user)
    }
  }
  if (session.query === undefined) return
  for (const family of new Set([0, Math.floor((items - 1) / familySize)])) {
    const members = Array.from({ length: familySize }, (_each, index) => family * familySize + index)
    const expected = members.filter((position) => position < items).map(userIdOf)
    assert.deepEqual(keysOf(await session.query(familyIdOf(family))).toSorted(), expected)
  }
}

function keysOf(users: unknown): string[] {
  return (users as readonly User[]).map(({ userId }) => userId)
}

/** Without what only a class would add. */
function plain(item: unknown): unknown {
  return JSON.parse(JSON.stringify(item))
}
