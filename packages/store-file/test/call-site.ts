const frame = /at (?:async )?(.*?) ?\(?(?:file:\/\/)?\/\S*\/packages\/store-file\/src\/([\w-]+\.ts):(\d+):\d+\)?$/

/** They sync for others. */
const onBehalf = new Set(['Folder.write', 'Follower.sync', 'Follower.syncLater'])

/** Where the code of the store syncs, such as `fold.ts:99`, or `folder.ts:80 for fold.ts:97` where it does so for others. */
export function callSite(): string {
  const places: string[] = []
  for (const line of new Error('here').stack!.split('\n')) {
    const [, caller, file, row] = frame.exec(line) ?? []
    if (caller === undefined) continue
    places.push(`${file}:${row}`)
    if (!onBehalf.has(caller)) break
  }
  return places.join(' for ')
}
