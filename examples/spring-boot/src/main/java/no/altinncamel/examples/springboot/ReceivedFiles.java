package no.altinncamel.examples.springboot;

import java.io.InputStream;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import no.altinncamel.broker.AltinnBrokerConstants;
import no.altinncamel.broker.client.FileTransfer;

/** The table of received files. The content goes from the network to the database as a stream. */
@Repository
public class ReceivedFiles {

    private final JdbcTemplate database;

    ReceivedFiles(JdbcTemplate database) {
        this.database = database;
    }

    public void store(
            @Header(AltinnBrokerConstants.FILE_TRANSFER) FileTransfer transfer,
            @Header(Exchange.FILE_NAME) String name,
            @Body InputStream content) {
        try {
            database.update(
                    "INSERT INTO received_file (transfer_id, sender, reference, file_name, content)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    row -> {
                        row.setString(1, transfer.id().toString());
                        row.setString(2, transfer.sender());
                        row.setString(3, transfer.reference());
                        row.setString(4, name);
                        // a download that breaks or is wrong fails here, so that there is no row
                        row.setBinaryStream(5, content, transfer.size());
                    });
        } catch (DuplicateKeyException e) {
            // the process died between the row and the record that the file was routed; there is nothing left to do
        }
    }
}
