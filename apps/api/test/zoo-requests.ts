import type { Database } from '@cmz/store'
import { type OpenApp, openApp } from './open-app.ts'

export interface ZooRequest {
  readonly method: string
  readonly path: string
  readonly body?: object
}

/** What changes who belongs to whom in the zoo of `openZooWithFamilies`. */
export const requests: readonly ZooRequest[] = [
  { method: 'POST', path: '/family', body: { familyName: 'New', parents: ['a', 'c', 'f'], students: ['b', 'd'] } },
  { method: 'PATCH', path: '/family/{first}', body: { parents: ['c', 'f'], students: ['d'] } },
  { method: 'PATCH', path: '/family/{first}', body: { students: ['a'], parents: ['b'] } },
  { method: 'PATCH', path: '/family/{first}', body: { students: ['b', 'n'] } },
  { method: 'DELETE', path: '/family/{first}' },
  { method: 'POST', path: '/user', body: { email: 'g@example.com', userType: 'student', familyId: '{first}' } },
  { method: 'POST', path: '/user', body: { email: 'g@example.com', familyId: '{first}', userId: 'g' } },
  { method: 'PATCH', path: '/user/b', body: { familyId: '{second}' } },
  { method: 'PATCH', path: '/user/b', body: { familyId: '{second}', userType: 'parent' } },
  { method: 'PATCH', path: '/user/b', body: { familyId: null } },
  { method: 'PATCH', path: '/user/b', body: { userType: 'parent' } },
  { method: 'PATCH', path: '/user/f', body: { familyId: '{first}' } },
  { method: 'PATCH', path: '/user/n', body: { familyId: '{first}' } },
  { method: 'PATCH', path: '/user/n', body: { familyId: '{second}', userType: 'student' } },
  { method: 'DELETE', path: '/user/b' },
  { method: 'DELETE', path: '/user/d' },
  { method: 'POST', path: '/user_details', body: { userId: 'd' } },
  { method: 'DELETE', path: '/user_details/b' },
]

export interface ZooWithFamilies extends OpenApp {
  /** Sends it to this API, or by the given call to another one over the same data. */
  readonly send: (request: ZooRequest, call?: OpenApp['call']) => ReturnType<OpenApp['call']>
}

/** Two families (a and b; c, d and e), f, who has none, and n, who is of no side and has none. b has details. */
export async function openZooWithFamilies(database: Database): Promise<ZooWithFamilies> {
  const zoo = await openApp(database)
  for (const userId of ['a', 'c', 'f']) await zoo.user('parent', { userId })
  for (const userId of ['b', 'd', 'e']) await zoo.user('student', { userId })
  await zoo.user('none', { userId: 'n' })
  await zoo.make('/user_details', { userId: 'b' })
  const first = await zoo.make('/family', { familyName: 'First', parents: ['a'], students: ['b'] })
  const second = await zoo.make('/family', { familyName: 'Second', parents: ['c'], students: ['d', 'e'] })
  const named = (text: string): string =>
    text.replace('{first}', String(first.familyId)).replace('{second}', String(second.familyId))
  const send: ZooWithFamilies['send'] = ({ method, path, body }, call = zoo.call) =>
    call(method, named(path), body && named(JSON.stringify(body)))
  return { ...zoo, send }
}
