import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { asProblem, isUnavailable } from '../api/problem.ts'
import { Messages } from './messages.tsx'
import { styleNonce } from './nonce.ts'
import './styles.ts'
import { cssVariables, theme } from './theme.ts'

/** Puts an application on the page. */
export function start(application: ReactNode): void {
  const root = document.getElementById('root')
  if (root === null) return
  paintInScheme()
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
      cssVariablesResolver={cssVariables}
    >
      <QueryClientProvider client={queries}>{application}</QueryClientProvider>
      <Messages />
    </MantineProvider>,
  )
}

/** Sets the chosen colours before the first paint; Mantine does the same only after it. */
function paintInScheme(): void {
  const chosen = localStorageColorSchemeManager().get('auto')
  if (chosen !== 'auto') document.documentElement.setAttribute('data-mantine-color-scheme', chosen)
}

/** Reads are tried once more when the server was away; changes never are. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, thrown) => failures < 1 && isUnavailable(asProblem(thrown)),
    },
    mutations: { retry: false },
  },
})
