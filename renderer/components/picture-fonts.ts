// The page's fonts as data, for pictures: a picture is drawn apart from the page and can load nothing. Draws nothing.

let inside: Promise<string> | null = null

/** `@font-face` rules of the page whose characters it has loaded, with the files inside them. Read once. */
export function fontsInside(): Promise<string> {
  inside ??= readFonts().catch(() => {
    inside = null
    return ''
  })
  return inside
}

async function readFonts(): Promise<string> {
  await document.fonts.ready
  const loaded = new Set([...document.fonts].filter(({ status }) => status === 'loaded').map(keyOf))
  const faces = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href ?? document.baseURI })))
    .flatMap(({ rule, base }) => (rule instanceof CSSFontFaceRule ? [{ style: rule.style, text: rule.cssText, base }] : []))
    .filter(({ style }) =>
      loaded.has(keyOf({ family: style.getPropertyValue('font-family'), unicodeRange: style.getPropertyValue('unicode-range') })),
    )
  return (await Promise.all(faces.map(withFile))).join('\n')
}

function keyOf({ family, unicodeRange }: { family: string; unicodeRange: string }): string {
  return `${family.replaceAll(/["']/g, '')} ${unicodeRange.replaceAll(' ', '').toLowerCase()}`
}

async function withFile({ text, base }: { text: string; base: string }): Promise<string> {
  const address = /url\("?([^")]+)"?\)/.exec(text)?.[1]
  if (address === undefined) return text
  const blob = await (await fetch(new URL(address, base))).blob()
  return text.replace(address, await dataAddress(blob))
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(new Error('the font could not be read')))
    reader.readAsDataURL(blob)
  })
}
