import { openDatabase } from '@cmz/store'
import { expect, it } from 'vitest'
import { faultsOf } from '../../test/faults.ts'
import { openApp } from '../../test/open-app.ts'
import { watched } from '../../test/watched-database.ts'
import { openZooWithFamilies, requests } from '../../test/zoo-requests.ts'

const done = [200, 201, 204]
const refused = [400, 404, 409]

it.each(requests)('$method $path $body sees what others did between its reading and its writing', async (request) => {
  for (const other of requests) {
    const what = `between: ${other.method} ${other.path} ${JSON.stringify(other.body)}`
    const database = await openDatabase({ mode: 'memory' })
    let interfere: (() => Promise<unknown>) | undefined
    const zoo = await openZooWithFamilies(database)
    const slow = await openApp(
      watched(database, async () => {
        const now = interfere
        interfere = undefined
        await now?.()
      }),
    )
    const statuses: number[] = []
    interfere = async () => statuses.push((await zoo.send(other)).status)
    statuses.push((await zoo.send(request, slow.call)).status)
    expect(done, what).toContain(statuses[0])
    expect([...done, ...refused], what).toContain(statuses[1])
    expect(await faultsOf(database, zoo.tables), what).toEqual([])
  }
})
