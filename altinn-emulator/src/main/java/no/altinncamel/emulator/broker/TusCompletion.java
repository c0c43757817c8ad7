package no.altinncamel.emulator.broker;

import java.io.IOException;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens in the background when all bytes are there (contract altinn-broker 7.7 and 7.8). */
final class TusCompletion {

    private static final Logger LOG = LoggerFactory.getLogger(TusCompletion.class);

    private final Tus tus;
    private final Storage storage;
    private final Lifecycle lifecycle;
    private final MalwareScanner scanner;
    private final Delays delays;

    TusCompletion(Tus tus, Storage storage, Lifecycle lifecycle, MalwareScanner scanner, Delays delays) {
        this.tus = tus;
        this.storage = storage;
        this.lifecycle = lifecycle;
        this.scanner = scanner;
        this.delays = delays;
    }

    /** Completes a whole upload, once. If it was not noticed at the last chunk, the next request makes up for it. */
    void completeIfDone(Transfer transfer, TusUpload upload) {
        synchronized (transfer) {
            boolean done = upload.kind() == TusUpload.Kind.WHOLE && upload.length() > 0 && upload.isComplete();
            if (done && transfer.acceptsUpload() && upload.beginCompletion()) {
                List<TusStaging.Region> all = List.of(new TusStaging.Region(0, upload.length()));
                upload.durability().thenRun(() -> later(() -> commit(transfer, upload, all)));
            }
        }
    }

    /** The caller holds the transfer's lock. */
    void joinLater(TusTransfer owner, TusUpload joined) {
        Transfer transfer = owner.transfer();
        transfer.await(PublishCondition.COMMIT);
        if (transfer.metadata().hasChecksum()) {
            transfer.await(PublishCondition.CHECKSUM);
        }
        lifecycle.uploadProcessingSilently(transfer);
        later(() -> join(owner, joined));
    }

    private void later(Runnable task) {
        delays.after(tus.joinDuration(), () -> storage.execute(task));
    }

    /** All parts that bytes were received for go into the file, in the order of their creation, whatever was asked for. */
    private void join(TusTransfer owner, TusUpload joined) {
        List<TusStaging.Region> regions;
        long blocks;
        synchronized (owner.transfer()) {
            List<TusUpload> staged = owner.partials().stream()
                    .filter(partial -> partial.durable() > 0)
                    .toList();
            regions = staged.stream().map(TusUpload::region).toList();
            blocks = staged.stream().mapToLong(TusUpload::blocks).sum();
        }
        long bytes = regions.stream().mapToLong(TusStaging.Region::length).sum();
        if (bytes != joined.length() || blocks > tus.maxBlocks()) {
            LOG.warn(
                    "The parts of {} cannot be joined: {} bytes in {} chunks were received, {} bytes are listed; it stays"
                            + " UploadProcessing",
                    owner.transfer().id(),
                    bytes,
                    blocks,
                    joined.length());
            return;
        }
        commit(owner.transfer(), joined, regions);
    }

    private void commit(Transfer transfer, TusUpload upload, List<TusStaging.Region> regions) {
        try {
            if (!isCurrent(transfer, upload)) {
                return;
            }
            StoredFile file = staged(transfer, upload, regions);
            synchronized (transfer) {
                if (!isCurrent(transfer, upload)) {
                    // a single upload's file may be in use by the next one; a joined file can only be left over
                    if (upload.kind() == TusUpload.Kind.FINAL) {
                        storage.delete(file);
                    }
                    return;
                }
                file = storage.commit(file, transfer.id());
                transfer.stored(file);
                committed(transfer, upload);
            }
            verify(transfer, file);
        } catch (StorageFailedException e) {
            LOG.warn("The upload of {} could not be stored", transfer.id(), e);
        }
    }

    /**
     * Whether the upload is still what the transfer waits for. Since its last byte came it may have been deleted, forgotten
     * or begun anew, and the transfer purged, given up or uploaded in another way.
     */
    private boolean isCurrent(Transfer transfer, TusUpload upload) {
        synchronized (transfer) {
            TusTransfer owner = tus.find(transfer.id());
            TransferStatus expected = upload.kind() == TusUpload.Kind.FINAL
                    ? TransferStatus.UPLOAD_PROCESSING
                    : TransferStatus.UPLOAD_STARTED;
            return owner != null && owner.upload() == upload && transfer.status() == expected;
        }
    }

    private void committed(Transfer transfer, TusUpload upload) {
        if (upload.kind() == TusUpload.Kind.FINAL) {
            upload.join();
            submitIfScanned(transfer);
            lifecycle.fulfilled(transfer, PublishCondition.COMMIT);
            return;
        }
        boolean checksum = transfer.metadata().hasChecksum();
        if (checksum) {
            transfer.await(PublishCondition.CHECKSUM);
        }
        if (checksum || transfer.usesVirusScan()) {
            lifecycle.uploadProcessing(transfer);
            submitIfScanned(transfer);
        } else {
            lifecycle.published(transfer);
        }
    }

    private void submitIfScanned(Transfer transfer) {
        if (transfer.usesVirusScan()) {
            scanner.submit(transfer);
        }
    }

    /** The MD5 is still to be taken, unless the bytes were dropped; then the sender is believed. */
    private static StoredFile staged(Transfer transfer, TusUpload upload, List<TusStaging.Region> regions)
            throws StorageFailedException {
        boolean hollow = upload.staging().isHollow();
        String md5 = hollow ? transfer.metadata().checksum() : null;
        return new StoredFile(upload.staging().assemble(regions), upload.length(), md5, hollow);
    }

    private void verify(Transfer transfer, StoredFile file) {
        String md5;
        try {
            md5 = file.hollow() ? file.md5() : storage.md5(file);
        } catch (IOException e) {
            LOG.info("The MD5 of {} is not known, because its file was removed or cannot be read", transfer.id(), e);
            return;
        }
        synchronized (transfer) {
            if (!transfer.isOver()) {
                verified(transfer, file.withMd5(md5));
            }
        }
    }

    private void verified(Transfer transfer, StoredFile file) {
        boolean given = transfer.metadata().hasChecksum();
        if (given && !transfer.metadata().checksum().equalsIgnoreCase(file.md5())) {
            storage.delete(file);
            lifecycle.uploadFailed(transfer, "Checksum mismatch");
            return;
        }
        transfer.stored(file);
        if (given) {
            lifecycle.fulfilled(transfer, PublishCondition.CHECKSUM);
        } else if (transfer.published().isPresent()) {
            transfer.checksum(file.md5());
        }
    }
}
