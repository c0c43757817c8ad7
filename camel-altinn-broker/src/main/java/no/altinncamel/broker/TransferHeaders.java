package no.altinncamel.broker;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import no.altinncamel.broker.client.FileTransfer;

/** Puts a received transfer's metadata on a message. */
final class TransferHeaders {

    private TransferHeaders() {}

    static void set(Message message, FileTransfer transfer) {
        message.setHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, transfer.id().toString());
        message.setHeader(AltinnBrokerConstants.FILE_TRANSFER, transfer);
        message.setHeader(
                AltinnBrokerConstants.FILE_TRANSFER_STATUS, transfer.status().wireName());
        message.setHeader(Exchange.FILE_NAME, localName(transfer));
        message.setHeader(Exchange.FILE_LENGTH, transfer.size());
    }

    /**
     * The sender chooses the name, so only its last segment is used, without control characters; a name that is a folder's
     * or nothing becomes the transfer's id.
     */
    static String localName(FileTransfer transfer) {
        String name = transfer.fileName() == null ? "" : transfer.fileName();
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        boolean usable = !last.isEmpty() && !last.equals(".") && !last.equals("..");
        return usable ? last : transfer.id().toString();
    }
}
