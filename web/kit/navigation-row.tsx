import { useViewportSize } from '@mantine/hooks'
import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './page-frame.module.css'

/** Where one can go, in one row; on a telephone it is moved so that where one is can be seen. */
export function NavigationRow({ label, children }: { label: string; children: ReactNode }) {
  const row = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const { width } = useViewportSize()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark moves with the address, and the row with the window
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (here) row.current?.scrollTo({ left: middleOf(here, row.current) })
  }, [pathname, width])
  return (
    <nav ref={row} className={classes.nav} aria-label={label}>
      {children}
    </nav>
  )
}

/** How far a row is moved so that a link stands in its middle. `scrollIntoView` would have the first Tab begin there. */
function middleOf(link: HTMLElement, row: HTMLElement): number {
  const [inner, outer] = [link.getBoundingClientRect(), row.getBoundingClientRect()]
  return row.scrollLeft + inner.left - outer.left - (outer.width - inner.width) / 2
}
