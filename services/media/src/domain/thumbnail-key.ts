/** Under which name the small picture of a file is kept, beside it; there is one if the size of the image is known. */
export const thumbnailKey = (id: string): string => `thumbnail-${id}`
