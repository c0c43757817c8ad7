package no.altinncamel.emulator.broker;

/** What may have to happen between the end of an upload and its publication (contract altinn-broker 4.1). */
enum PublishCondition {
    /** The parts of a concatenated TUS upload are joined. */
    COMMIT,
    /** The MD5 that was given at initialize is the file's; only TUS checks it in the background. */
    CHECKSUM,
    /** The malware scan found nothing. */
    SCAN
}
