/// What the S3 adapter must do, against a real server in a process of its own.
@NullMarked
package vn.tia.bridge.s3;

import org.jspecify.annotations.NullMarked;
