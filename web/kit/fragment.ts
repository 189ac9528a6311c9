import { useEffect, useState } from 'react'

let taken: string | undefined

/**
 * The secret after `#`, removed from the address at once so that neither history nor a screenshot keeps it.
 * A link that is pasted into the same page counts, too.
 */
export function useFragment(): string | undefined {
  const [secret] = useState(takeFragment)
  useEffect(() => {
    const startOver = () => location.reload()
    addEventListener('hashchange', startOver)
    return () => removeEventListener('hashchange', startOver)
  }, [])
  return secret
}

function takeFragment(): string | undefined {
  if (location.hash.length > 1) {
    taken = decodeURIComponent(location.hash.slice(1))
    history.replaceState(null, '', location.pathname)
  }
  return taken
}
