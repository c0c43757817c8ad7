package no.altinncamel.broker.client;

import java.util.UUID;

/** Is told of each file that begins to move, and says who is to be told how it does. */
public interface TransferListener {

    /** Watches nothing. */
    TransferListener NONE = new TransferListener() {

        @Override
        public TransferProgress sending(UUID transferId, String fileName, long length) {
            return TransferProgress.NONE;
        }

        @Override
        public TransferProgress receiving(FileTransfer transfer) {
            return TransferProgress.NONE;
        }
    };

    /**
     * @param fileName {@code null} if it is not known
     * @param length   in bytes; -1 if it is not known
     */
    TransferProgress sending(UUID transferId, String fileName, long length);

    TransferProgress receiving(FileTransfer transfer);
}
