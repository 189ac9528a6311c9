import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'
import classes from './menu.module.css'

interface MenuProps {
  /** What the button shows; its words name the menu. */
  readonly button: ReactNode
  readonly children: ReactNode
}

/** A button that opens a short list of actions; arrow keys walk through it, Escape leaves. */
export function Menu({ button, children }: MenuProps) {
  const [open, setOpen] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (open) itemsOf(list.current)[0]?.focus()
  }, [open])

  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape' && open) {
      setOpen(false)
      opener.current?.focus()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !open) return
    event.preventDefault()
    walk(itemsOf(list.current), step)
  }

  function leave(event: FocusEvent): void {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }

  function choose(event: MouseEvent): void {
    if (event.target === list.current) return
    setOpen(false)
    opener.current?.focus()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens for keys and focus of what is inside
    <div className={classes.menu} onKeyDown={press} onBlur={leave}>
      <button
        ref={opener}
        type="button"
        className={classes.button}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div
          ref={list}
          role="menu"
          className={classes.list}
          tabIndex={-1}
          onClick={choose}
          onKeyDown={() => undefined}
        >
          {children}
        </div>
      )}
    </div>
  )
}

interface MenuItemProps {
  readonly icon: ReactNode
  readonly danger?: boolean
  readonly children: ReactNode
}

/** An action of a menu. */
export function MenuAction({
  icon,
  danger = false,
  onChoose,
  children,
}: MenuItemProps & { onChoose: () => void }) {
  return (
    <button
      type="button"
      role="menuitem"
      className={classes.item}
      data-danger={danger || undefined}
      onClick={onChoose}
    >
      {icon}
      {children}
    </button>
  )
}

/** A way to another page out of a menu. */
export function MenuLink({ icon, href, children }: MenuItemProps & { href: string }) {
  return (
    <a role="menuitem" className={classes.item} href={href}>
      {icon}
      {children}
    </a>
  )
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
}

function walk(items: readonly HTMLElement[], step: number): void {
  const here = items.indexOf(document.activeElement as HTMLElement)
  items[(here + step + items.length) % items.length]?.focus()
}
