/** What the thread is told. */
export type KeeperMessage =
  | { readonly kind: 'watch'; readonly fd: number; readonly buffer: SharedArrayBuffer }
  | { readonly kind: 'forget'; readonly fd: number }
  | { readonly kind: 'wake' }

/** What the thread is. */
export const asleep = 0
export const waking = 1
export const awake = 2
