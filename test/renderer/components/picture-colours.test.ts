// Pictures are drawn without the page's variables: their colours are written out, and the page has its variables back.
import { expect, test } from 'vitest'
import { withValues, writeColoursOut } from '../../../renderer/components/picture-colours.ts'

const valueOf = (name: string) => (name === '--accent' ? ' #0d6470' : '')

test.each([
  ['var(--accent)', '#0d6470'],
  ['fill: var(--accent); stroke: var(--accent)', 'fill: #0d6470; stroke: #0d6470'],
  ['var(--unknown)', 'var(--unknown)'],
  ['url(#hatch)', 'url(#hatch)'],
])('"%s" is written "%s"', (text, written) => expect(withValues(text, valueOf)).toBe(written))

test('the drawing is as before once the picture is made', () => {
  const box = document.createElement('div')
  box.innerHTML = '<svg><rect fill="var(--accent)" stroke="none"></rect></svg>'
  box.style.setProperty('--accent', '#0d6470')
  document.body.append(box)
  const rect = box.querySelector('rect')
  const restore = writeColoursOut(box)
  expect(rect?.getAttribute('fill')).toBe('#0d6470')
  restore()
  expect(rect?.getAttribute('fill')).toBe('var(--accent)')
  box.remove()
})
