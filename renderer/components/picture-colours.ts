// The page's colours inside a drawing, for pictures: a picture is drawn apart from the page and knows none of its variables.

const PAINTS = ['fill', 'stroke', 'stop-color', 'style'] as const

/** `var(--accent)` becomes what it stands for; what has no value stays as it is. */
export function withValues(text: string, valueOf: (variable: string) => string): string {
  return text.replaceAll(/var\((--[\w-]+)\)/g, (whole, variable: string) => valueOf(variable).trim() || whole)
}

/** Writes the colours of every drawing in `element` out; call what it returns to have the variables back. */
export function writeColoursOut(element: HTMLElement): () => void {
  const styles = getComputedStyle(element)
  const undo: (() => void)[] = []
  for (const part of element.querySelectorAll('svg, svg *')) {
    for (const name of PAINTS) {
      const held = part.getAttribute(name)
      if (held === null || !held.includes('var(')) continue
      part.setAttribute(name, withValues(held, (variable) => styles.getPropertyValue(variable)))
      undo.push(() => part.setAttribute(name, held))
    }
  }
  return () => {
    for (const step of undo) step()
  }
}
