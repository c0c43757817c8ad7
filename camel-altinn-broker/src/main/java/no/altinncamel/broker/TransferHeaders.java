package no.altinncamel.broker;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.MessageHelper;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.operation.SentTransfer;

/** Puts on a message what is known of its transfer. */
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

    /** What became of a message that was sent, its body being as it was. */
    static void setSent(Message message, SentTransfer sent) {
        // a cached stream is given on as good as new
        MessageHelper.resetStreamCache(message);
        if (sent.id() == null) {
            message.removeHeader(AltinnBrokerConstants.FILE_TRANSFER_ID);
        } else {
            message.setHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, sent.id().toString());
        }
        message.setHeader(AltinnBrokerConstants.ALREADY_SENT, sent.alreadySent());
        // what a consumer set belongs to the transfer that was received
        message.removeHeader(AltinnBrokerConstants.FILE_TRANSFER_STATUS);
        message.removeHeader(AltinnBrokerConstants.FILE_TRANSFER);
        if (sent.status() != null) {
            message.setHeader(
                    AltinnBrokerConstants.FILE_TRANSFER_STATUS, sent.status().wireName());
        }
        if (sent.transfer() != null) {
            message.setHeader(AltinnBrokerConstants.FILE_TRANSFER, sent.transfer());
        }
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
