import { VisuallyHidden } from '@mantine/core'
import classes from './account-badge.module.css'

/** A round badge with the first letters of a name; the label says it in full. */
export function AccountBadge({ name, label }: { name: string; label: string }) {
  return (
    <>
      <span className={classes.badge} aria-hidden="true">
        {initials(name)}
      </span>
      <VisuallyHidden>{label}</VisuallyHidden>
    </>
  )
}

function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter((word) => word !== '')
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '')
  return letters.join('').toUpperCase()
}
