package no.altinncamel.broker.client.tus;

import java.io.IOException;
import java.io.InputStream;

/** What a request carries; can be opened again as long as the request has no answer. */
public interface TusBody {

    long length();

    InputStream open() throws IOException;
}
