package no.altinncamel.broker;

import java.util.List;
import java.util.Locale;

import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.util.json.JsonObject;

/** Files that move, as JMX and the dev console show them. */
final class RunningTransfersTable {

    /** The same file may be received twice at once, so that its id does not tell lines apart. */
    private static final String INDEX = "number";

    private RunningTransfersTable() {}

    static JsonObject json(FileTransferProgress figures) {
        JsonObject json = new JsonObject();
        json.put("fileTransferId", figures.fileTransferId().toString());
        json.put("direction", figures.direction().name().toLowerCase(Locale.ROOT));
        json.put("fileName", figures.fileName());
        json.put("bytes", figures.bytes());
        json.put("length", figures.length());
        json.put("bytesPerSecond", figures.bytesPerSecond());
        json.put(
                "remainingSeconds",
                figures.remaining() == null ? -1 : figures.remaining().toSeconds());
        json.put("elapsedSeconds", figures.elapsed().toSeconds());
        json.put("parts", figures.parts());
        json.put("bytesSaved", figures.bytesSaved());
        return json;
    }

    static TabularData table(List<FileTransferProgress> transfers) {
        try {
            CompositeType row = rowType();
            TabularData table = new TabularDataSupport(
                    new TabularType("runningTransfers", "Files that move", row, new String[] {INDEX}));
            for (FileTransferProgress transfer : transfers) {
                JsonObject values = json(transfer);
                values.put(INDEX, table.size() + 1);
                table.put(new CompositeDataSupport(row, values));
            }
            return table;
        } catch (OpenDataException e) {
            throw new RuntimeCamelException(e);
        }
    }

    private static CompositeType rowType() throws OpenDataException {
        String[] names = {
            INDEX,
            "fileTransferId",
            "direction",
            "fileName",
            "bytes",
            "length",
            "bytesPerSecond",
            "remainingSeconds",
            "elapsedSeconds",
            "parts",
            "bytesSaved"
        };
        OpenType<?>[] types = {
            SimpleType.INTEGER,
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.LONG,
            SimpleType.LONG,
            SimpleType.LONG,
            SimpleType.LONG,
            SimpleType.LONG,
            SimpleType.INTEGER,
            SimpleType.LONG
        };
        return new CompositeType("runningTransfer", "A file that moves", names, names, types);
    }
}
