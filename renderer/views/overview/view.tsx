import type { View } from '../../shell/view.ts'
export const view: View = { title: 'Overview', sentence: () => '', Body: () => <div className="view" /> }
