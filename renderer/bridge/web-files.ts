// Files as a browser gives them: from a drop, folders included, or from a chooser. Reads no content.

export interface FileToUpload {
  /** With the path below the dropped folder, forward slashes. */
  name: string
  file: File
}

/** Must be called inside the drop event: afterwards the browser forgets what was dropped. */
export async function droppedFiles(transfer: DataTransfer): Promise<FileToUpload[]> {
  const entries = [...transfer.items].filter((item) => item.kind === 'file').map((item) => ({
    entry: item.webkitGetAsEntry(), file: item.getAsFile(),
  }))
  const found: FileToUpload[] = []
  for (const { entry, file } of entries) {
    if (entry !== null) await collect(entry, found)
    else if (file !== null) found.push({ name: file.name, file })
  }
  return found
}

async function collect(entry: FileSystemEntry, found: FileToUpload[]): Promise<void> {
  if (isFile(entry)) {
    found.push({ name: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry) })
  } else if (isFolder(entry)) {
    const children = await childrenOf(entry)
    children.sort((left, right) => (left.name < right.name ? -1 : 1))
    for (const child of children) await collect(child, found)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A reader gives at most a hundred at a time and says the end with none. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const children: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return children
    children.push(...some)
  }
}

export function chooseFiles(kind: 'files' | 'folder'): Promise<FileToUpload[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.webkitdirectory = kind === 'folder'
  return new Promise((resolve) => {
    input.addEventListener('change', () => {
      resolve([...(input.files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file })))
    })
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}
