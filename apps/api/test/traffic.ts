/** Sends a request to the API; gives its answer. */
export type Send = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ readonly status: number; readonly body: Record<string, unknown> }>

const names = ['Leo', 'Mia', 'Zoe']
const types = ['parent', 'student', 'none']
/**
 * Sends many requests at once to several APIs over the same data, all about a few users, families and names, so that
 * they get in each other's way. Gives how often each status was answered to each method and path.
 */
export async function traffic(apis: readonly Send[], rounds: number): Promise<ReadonlyMap<string, number>> {
  let state = 1
  /** The same numbers in each run. */
  const below = (count: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  }
  const one = (list: readonly string[]): string => list[below(list.length)] ?? 'none'
  const answered = new Map<string, number>()
  const send: Send = async (method, path, body) => {
    const answer = await apis[below(apis.length)]!(method, path, body)
    const kind = `${method} /${path.split('/')[1]} ${answer.status}`
    answered.set(kind, (answered.get(kind) ?? 0) + 1)
    return answer
  }
  const [users, families, animals]: [string[], string[], string[]] = [[], [], []]
  const make = async (path: string, body: object, id: string, ids: string[]): Promise<void> => {
    const answer = await send('POST', path, body)
    if (answer.status === 201) ids.push(answer.body[id] as string)
  }
  const remove = async (path: string, ids: string[]): Promise<void> => {
    const id = one(ids)
    const { status } = await send('DELETE', `${path}/${id}`)
    if (status === 204) ids.splice(ids.indexOf(id), 1)
  }
  const makeUser = (more: object = {}) =>
    make('/user', { email: 'traffic@example.com', userType: one(types), ...more }, 'userId', users)
  /** Few of them are on both sides. */
  const parents = () => [...new Set([one(users), one(users.slice(0, 6))])]
  const students = () => [one(users.slice(6))]
  const makeFamily = () =>
    make('/family', { familyName: 'Okafor', parents: parents(), students: students() }, 'familyId', families)
  const requests: readonly (() => Promise<unknown>)[] = [
    makeFamily,
    () => send('PATCH', `/family/${one(families)}`, { parents: parents() }),
    () => send('PATCH', `/family/${one(families)}`, { parents: parents(), students: students() }),
    () => (families.length < 3 ? makeFamily() : remove('/family', families)),
    () => makeUser({ familyId: one(families) }),
    () => send('PATCH', `/user/${one(users)}`, { familyId: one(families) }),
    () => send('PATCH', `/user/${one(users)}`, { familyId: one(families), userType: one(types) }),
    () => send('PATCH', `/user/${one(users)}`, { familyId: null }),
    () => send('PATCH', `/user/${one(users)}`, { userType: one(types) }),
    () => (users.length < 10 ? makeUser() : remove('/user', users)),
    () => send('POST', '/user_details', { userId: one(users) }),
    () => send('POST', '/user_details', { userId: one(users) }),
    () => send('DELETE', `/user_details/${one(users)}`),
    () => make('/animal', { name: one(names) }, 'animalId', animals),
    () => make('/animal', { name: one(names).toUpperCase() }, 'animalId', animals),
    () => send('PUT', `/animal/${one(animals)}`, { name: one(names) }),
    () => remove('/animal', animals),
  ]
  await Promise.all(Array.from({ length: 12 }, () => makeUser()))
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: 40 }, () => requests[below(requests.length)]!()))
  }
  return answered
}
