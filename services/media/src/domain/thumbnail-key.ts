/** The key under which a file's thumbnail is stored; there is one if the image's size is known. */
export const thumbnailKey = (id: string): string => `thumbnail-${id}`
