const deepest = 1_000
/** A shorter body has not the room to be a burden. */
const harmless = 8_192

const [quote, backslash, openList, closeList, openMap, closeMap] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Whether a body is nested deeper than any request can be. To parse 16 MB of `[` takes seconds in which nobody else is
 * served, and to walk what comes of it takes more stack than there is.
 */
export function isTooDeep(body: string): boolean {
  if (body.length < harmless) return false
  let depth = 0
  for (let at = 0; at < body.length; at++) {
    const code = body.charCodeAt(at)
    if (code === quote) at = endOfText(body, at)
    else if (code === openList || code === openMap) {
      if (++depth > deepest) return true
    } else if (code === closeList || code === closeMap) depth--
  }
  return false
}

/** The place of the quotation mark that ends the text which begins here. */
function endOfText(body: string, start: number): number {
  for (let end = body.indexOf('"', start + 1); end !== -1; end = body.indexOf('"', end + 1)) {
    let escapes = end
    while (body.charCodeAt(escapes - 1) === backslash) escapes--
    if ((end - escapes) % 2 === 0) return end
  }
  return body.length
}
