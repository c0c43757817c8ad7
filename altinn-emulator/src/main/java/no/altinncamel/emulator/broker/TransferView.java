package no.altinncamel.emulator.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A transfer as JSON (contract altinn-broker 3.8 and 3.9). */
final class TransferView {

    private TransferView() {}

    static Map<String, Object> overview(Transfer transfer) {
        synchronized (transfer) {
            Transfer.StatusChange latest = transfer.latest();
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("fileTransferId", transfer.id().toString());
            view.put("resourceId", transfer.resourceId());
            view.put("fileName", transfer.fileName());
            view.put("sendersFileTransferReference", transfer.sendersFileTransferReference());
            view.put("checksum", transfer.checksum());
            view.put("useVirusScan", transfer.usesVirusScan());
            view.put("fileTransferSize", transfer.size());
            view.put("fileTransferStatus", latest.status().wireName());
            view.put("fileTransferStatusText", latest.text());
            view.put("fileTransferStatusChanged", BrokerTime.write(latest.at()));
            view.put("created", BrokerTime.write(transfer.created()));
            view.put("expirationTime", BrokerTime.write(transfer.expirationTime()));
            view.put("sender", transfer.sender());
            view.put(
                    "recipients",
                    transfer.recipients().stream().map(TransferView::recipient).toList());
            view.put("propertyList", transfer.propertyList());
            view.put("published", BrokerTime.write(transfer.published().orElse(null)));
            return view;
        }
    }

    static Map<String, Object> details(Transfer transfer) {
        synchronized (transfer) {
            Map<String, Object> view = overview(transfer);
            view.put(
                    "fileTransferStatusHistory",
                    transfer.history().stream().map(TransferView::change).toList());
            view.put("recipientFileTransferStatusHistory", recipientHistory(transfer));
            return view;
        }
    }

    private static Map<String, Object> recipient(Transfer.Recipient recipient) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("recipient", recipient.recipient());
        view.put("currentRecipientFileTransferStatusCode", recipient.highest().wireName());
        view.put("currentRecipientFileTransferStatusText", recipient.highest().text());
        view.put("currentRecipientFileTransferStatusChanged", BrokerTime.write(recipient.changed()));
        return view;
    }

    private static Map<String, Object> change(Transfer.StatusChange change) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("fileTransferStatus", change.status().wireName());
        view.put("fileTransferStatusText", change.text());
        view.put("fileTransferStatusChanged", BrokerTime.write(change.at()));
        return view;
    }

    private static List<Map<String, Object>> recipientHistory(Transfer transfer) {
        return transfer.recipientHistory().stream()
                .map(change -> {
                    Map<String, Object> view = new LinkedHashMap<>();
                    view.put("recipient", change.recipient());
                    view.put("recipientFileTransferStatusCode", change.status().wireName());
                    view.put("recipientFileTransferStatusText", change.status().text());
                    view.put("recipientFileTransferStatusChanged", BrokerTime.write(change.at()));
                    return view;
                })
                .toList();
    }
}
