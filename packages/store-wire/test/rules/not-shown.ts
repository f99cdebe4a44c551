/** Rules that no test of the endpoint holds, and why. */
export const notShown: readonly (readonly [rules: readonly string[], reason: string])[] = [
  [['0.1', '0.2', '0.3'], 'tells how the rules were found, and of other servers'],
  [['2.18', '16.1'], 'a table definition here has keys of one attribute'],
  [['3.5'], 'AWS differs by region; here an update is measured as in the ten regions that measure the item alone'],
  [['3.7'], 'an item collection of 10 GB is more than a test makes; no emulator holds the limit'],
  [['10.16'], 'tells what another server lacks'],
  [['14.1', '14.2', '14.3', '14.4', '14.5'], 'streams come later'],
  [['15.1', '15.2', '15.3', '15.4', '15.5', '15.6'], 'PartiQL comes later'],
  [['16.2'], 'there are no vector indexes here'],
]
