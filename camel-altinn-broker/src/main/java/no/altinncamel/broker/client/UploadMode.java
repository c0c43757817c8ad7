package no.altinncamel.broker.client;

/** How the bytes of a file go up. */
public enum UploadMode {
    /** Small files and those of unknown length as {@link #stream}, large ones by {@link #tus}. */
    auto,
    /** In one request. If the line breaks, all is sent again. */
    stream,
    /** In chunks by the resumable protocol TUS. If the line breaks, at most a chunk of each part is sent again. */
    tus
}
