package no.altinncamel.emulator.broker;

/** What must be right before a file is received, in whichever way it comes (contract altinn-broker 4.2 and 5). */
final class UploadCheck {

    /** Largest file that is scanned for malware, in bytes. */
    private static final long MAX_SCANNED = 50_000_000_000L;

    private final Access access;
    private final Resources resources;

    UploadCheck(Access access, Resources resources) {
        this.access = access;
        this.resources = resources;
    }

    /** Rights, status, resource and storage, in that order; the caller holds the transfer's lock if it relies on them. */
    void requireUploadable(Transfer transfer, Caller caller) throws RefusedException {
        requireSender(transfer, caller);
        if (!transfer.acceptsUpload()) {
            throw RefusedException.of(BrokerError.FILE_TRANSFER_ALREADY_UPLOADED);
        }
        if (!resources.usable(transfer.resourceId()).isStorageReady()) {
            throw RefusedException.of(BrokerError.STORAGE_NOT_READY);
        }
    }

    void requireSender(Transfer transfer, Caller caller) throws RefusedException {
        access.requireSending(caller, transfer.resourceId(), transfer.sender());
    }

    /** @param length bytes, or -1 if it is not known, which spares it all limits */
    void requireSize(Transfer transfer, long length) throws RefusedException {
        long max = resources.usable(transfer.resourceId()).maxFileTransferSize();
        if (transfer.usesVirusScan() && length > MAX_SCANNED || length > max) {
            throw RefusedException.of(BrokerError.FILE_SIZE_TOO_BIG);
        }
    }
}
